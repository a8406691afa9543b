import type { Body } from "../../gateway/index.ts";

const ENDED = { done: true, value: undefined } as const;

/**
 * The same body. When it has ended, failed or been closed, `ended` is told how many bytes were taken of it; and told
 * again where it is closed once more.
 */
export function countedBody(body: Body, ended: (bytes: number) => void): Body {
  let bytes = 0;
  const end = () => ended(bytes);
  const count = (step: IteratorResult<Uint8Array>) => {
    if (step.done) end();
    else if (step.value instanceof Uint8Array) bytes += step.value.length; // what is no chunk is the server's to refuse
    return step;
  };

  if (Symbol.asyncIterator in body) {
    return {
      [Symbol.asyncIterator]() {
        const inner = body[Symbol.asyncIterator]();
        return {
          next: async () => {
            try {
              return count(await inner.next());
            } catch (error) {
              end();
              throw error;
            }
          },
          return: async () => {
            end();
            return (await inner.return?.()) ?? ENDED;
          },
        };
      },
    };
  }
  return {
    [Symbol.iterator]() {
      const inner = body[Symbol.iterator]();
      return {
        next() {
          try {
            return count(inner.next());
          } catch (error) {
            end();
            throw error;
          }
        },
        return() {
          end();
          return inner.return?.() ?? ENDED;
        },
      };
    },
  };
}
