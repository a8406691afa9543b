#!/usr/bin/env perl
# A CGI program in Perl: each path shows one thing that a program may do.
use strict;
use warnings;

my ($script, $path) = @ENV{qw(SCRIPT_NAME PATH_INFO)};
my @plain = ('Content-Type: text/plain; charset=utf-8', '', '');
$| = 1;    # what is written goes out at once

if ($path eq '/form') {
    read STDIN, my $body, $ENV{CONTENT_LENGTH};
    my %form = map { split /=/ } split /&/, $body;
    print join("\r\n", @plain), "Hello $form{name}!";
}
elsif ($path eq '/echo') {
    print join("\r\n", @plain);
    print $_ while sysread STDIN, $_, 65536;
}
elsif ($path eq '/large') {
    print join("\r\n", @plain), 'x' x 5_000_000;
}
elsif ($path eq '/cookies') {
    print join("\r\n", 'Set-Cookie: first=one', 'Set-Cookie: second=two', @plain), $ENV{HTTP_COOKIE};
}
elsif ($path eq '/missing') {
    print join("\r\n", 'Status: 404 Not Found', @plain), 'There is no such book.';
}
elsif ($path eq '/elsewhere') {
    print join("\r\n", 'Status: 302 Found', "Location: $script/there?x=1", '', '');
}
elsif ($path eq '/complaint') {
    warn "The ink is dry.\n";
    print join("\r\n", @plain), 'noted';
}
elsif ($path eq '/fault') {
    die 'Nothing works.';
}
else {
    print join("\r\n", @plain), "$ENV{REQUEST_METHOD} $script $path?$ENV{QUERY_STRING}";
}
