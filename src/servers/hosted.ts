import { type ErrorPage, type ErrorStream, plainErrorPage } from "../gateway/index.ts";

/** How an application answers within somebody else's server, whose limits and log are its own. */
export interface HostedOptions {
  /** Where faults are reported; standard error unless given. */
  errors?: ErrorStream;
  /** What is answered where the application cannot. */
  errorPage?: ErrorPage;
  /** True when other processes serve the same application. */
  multiprocess?: boolean;
}

export type HostedSettings = Required<HostedOptions>;

/** The options with the defaults for what is not given. */
export function hostedSettings({
  errors = { write: (text) => process.stderr.write(text), flush: () => {} },
  errorPage = plainErrorPage,
  multiprocess = false,
}: HostedOptions): HostedSettings {
  return { errors, errorPage, multiprocess };
}
