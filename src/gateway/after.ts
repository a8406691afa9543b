/**
 * Goes on with `next` at once when `value` is there, and when it is promised, then.
 *
 * An application that answers at once is thereby not made to wait for a promise.
 */
export function after<T, R>(value: T | Promise<T>, next: (value: T) => R | Promise<R>): R | Promise<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}
