import { type ErrorPage, type ErrorStream, plainErrorPage } from "../gateway/index.ts";
import { Exchange } from "./exchange.ts";
import { standardError } from "./standard-error.ts";

/** How an application answers within somebody else's server, whose limits and log are its own. */
export interface HostedOptions {
  /** Where faults are reported; standard error unless given. */
  readonly errors?: ErrorStream;
  /** What is answered where the application cannot. */
  readonly errorPage?: ErrorPage;
  /** True when other processes serve the same application. */
  readonly multiprocess?: boolean;
}

export type HostedSettings = Required<HostedOptions>;

/** The options with the defaults for what is not given. */
export function hostedSettings({
  errors = standardError,
  errorPage = plainErrorPage,
  multiprocess = false,
}: HostedOptions): HostedSettings {
  return { errors, errorPage, multiprocess };
}

/** A request within somebody else's server, and its response. */
export abstract class HostedExchange extends Exchange {
  readonly #settings: HostedSettings;

  constructor(settings: HostedSettings) {
    super();
    this.#settings = settings;
  }

  get multiprocess(): boolean {
    return this.#settings.multiprocess;
  }
  get errors(): ErrorStream {
    return this.#settings.errors;
  }
  get errorPage(): ErrorPage {
    return this.#settings.errorPage;
  }
}
