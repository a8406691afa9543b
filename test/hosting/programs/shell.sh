#!/bin/sh
# A CGI program in the shell: each path shows one thing that a program may do.
plain='Content-Type: text/plain; charset=utf-8'

case $PATH_INFO in
/form)
	body=$(cat)
	name=${body#name=}
	printf '%s\n\nHello %s!' "$plain" "${name%%&*}"
	;;
/echo)
	printf '%s\n\n' "$plain"
	cat
	;;
/large)
	printf '%s\n\n' "$plain"
	head -c 5000000 /dev/zero | tr '\0' x
	;;
/cookies)
	printf 'Set-Cookie: first=one\nSet-Cookie: second=two\n%s\n\n%s' "$plain" "$HTTP_COOKIE"
	;;
/missing)
	printf 'Status: 404 Not Found\n%s\n\nThere is no such book.' "$plain"
	;;
/elsewhere)
	printf 'Status: 302 Found\nLocation: %s/there?x=1\n\n' "$SCRIPT_NAME"
	;;
/complaint)
	echo 'The ink is dry.' >&2
	printf '%s\n\nnoted' "$plain"
	;;
/fault)
	echo 'Nothing works.' >&2
	exit 3
	;;
*)
	printf '%s\n\n%s %s %s?%s' "$plain" "$REQUEST_METHOD" "$SCRIPT_NAME" "$PATH_INFO" "$QUERY_STRING"
	;;
esac
