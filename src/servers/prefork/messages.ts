/** What a process tells the one that started it. */
export type FromProcess =
  | { readonly listening: { readonly port: number; readonly url: string } }
  /** It cannot serve, and why. */
  | { readonly failed: { readonly message: string; readonly stack: string } };

/** What it is told: to accept no more, finish what runs and end. */
export const STOP = "stop";

/** The variable that tells a process which port to listen on. */
export const PORT_VARIABLE = "TSGI_PREFORK_PORT";

/**
 * How long a process that is told to stop goes on as before once it accepts no more, in milliseconds: a connection that
 * came just before has its request under way, and must not be taken for an idle one.
 */
export const GRACE = 500;
