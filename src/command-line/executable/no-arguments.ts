/**
 * Leaves an executable no arguments: the first would be the launcher's own name, and a web server may add words of the
 * query (RFC 3875 §4.4), which are nothing to trust.
 */
process.argv.length = 2;
