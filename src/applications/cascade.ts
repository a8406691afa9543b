import {
  type Application,
  after,
  discard,
  type Environ,
  forward,
  RequestError,
  type Response,
  report,
  respond,
} from "../gateway/index.ts";
import { KeptInput } from "./cascade/kept-input.ts";

/** When a cascade goes on. */
export interface CascadeOptions {
  /** The status codes with which an application says that the request is for another one. 404 and 405. */
  readonly skip?: readonly number[];
}

/**
 * Asks one application after the other until one answers with a status other than 404 and 405, be it sent or thrown as
 * a RequestError. What the last one says stands. The body of a response that is not wanted is closed.
 *
 * Each application gets an environ of its own and the whole body of the request: what those before have read of it is
 * kept until the last one has its turn, so the server's limit on bodies is also the limit of that memory.
 *
 * Throws a RangeError at once when there is no application.
 *
 * @example cascade([staticFiles("public"), penny])
 */
export function cascade(applications: readonly Application[], options: CascadeOptions = {}): Application {
  const skipped = new Set((options.skip ?? [404, 405]).map(String));
  const last = applications.at(-1);
  if (last === undefined) throw new RangeError("a cascade needs an application");
  const others = applications.slice(0, -1);
  const isSkipped = (status: string) => skipped.has(status.slice(0, 3));

  /** What an application answers; undefined when it leaves the request to the next one. */
  const attempt = (application: Application, environ: Environ) => {
    const decline = (error: unknown): undefined => {
      if (!(error instanceof RequestError && isSkipped(error.status))) throw error;
    };
    const choose = (response: Response) =>
      isSkipped(response.status) ? closed(response, environ) : response;
    try {
      const answer = respond(application, environ);
      return answer instanceof Promise ? answer.then(choose, decline) : choose(answer);
    } catch (error) {
      return decline(error);
    }
  };

  return (environ, startResponse) => {
    const input = new KeptInput(environ["tsgi.input"]);
    const askFrom = (index: number): ReturnType<Application> => {
      const application = others[index];
      if (application === undefined) return last({ ...environ, "tsgi.input": input.last() }, startResponse);
      return after(attempt(application, { ...environ, "tsgi.input": input.again() }), (response) =>
        response ? forward(response, startResponse) : askFrom(index + 1),
      );
    };
    return askFrom(0);
  };
}

/** Closes the body of a response that is not wanted. What that throws is reported, and spoils nothing. */
function closed({ body }: Response, environ: Environ): undefined | Promise<undefined> {
  const tell = (error: unknown): undefined => {
    environ["tsgi.errors"].write(report(error));
  };
  try {
    const empty = discard(body);
    return empty instanceof Promise ? empty.then(() => undefined, tell) : undefined;
  } catch (error) {
    return tell(error);
  }
}
