// The numbers of the FastCGI specification 1.0, under its own names (§8).

export const FCGI_VERSION_1 = 1;

/** The bytes of a record before its content. */
export const FCGI_HEADER_LEN = 8;

/** The id of the records that belong to no request. */
export const FCGI_NULL_REQUEST_ID = 0;

// Types of records.
export const FCGI_BEGIN_REQUEST = 1;
export const FCGI_ABORT_REQUEST = 2;
export const FCGI_END_REQUEST = 3;
export const FCGI_PARAMS = 4;
export const FCGI_STDIN = 5;
export const FCGI_STDOUT = 6;
export const FCGI_STDERR = 7;
export const FCGI_DATA = 8;
export const FCGI_GET_VALUES = 9;
export const FCGI_GET_VALUES_RESULT = 10;
export const FCGI_UNKNOWN_TYPE = 11;

// Roles of an application.
export const FCGI_RESPONDER = 1;
export const FCGI_AUTHORIZER = 2;
export const FCGI_FILTER = 3;

/** The flag of a request whose connection the web server wants to keep. */
export const FCGI_KEEP_CONN = 1;

// How a request ended, as the protocol sees it.
export const FCGI_REQUEST_COMPLETE = 0;
export const FCGI_CANT_MPX_CONN = 1;
export const FCGI_OVERLOADED = 2;
export const FCGI_UNKNOWN_ROLE = 3;

// What a web server may ask of an application by FCGI_GET_VALUES.
export const FCGI_MAX_CONNS = "FCGI_MAX_CONNS";
export const FCGI_MAX_REQS = "FCGI_MAX_REQS";
export const FCGI_MPXS_CONNS = "FCGI_MPXS_CONNS";
