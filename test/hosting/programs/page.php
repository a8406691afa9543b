<?php
// What the tests ask of PHP-FPM: each path shows one thing that a page may do.
header('Content-Type: text/plain; charset=utf-8');

switch ($_SERVER['PATH_INFO'] ?? '') {
    case '/form':
        echo "Hello {$_POST['name']}!";
        break;
    case '/body':
        $body = file_get_contents('php://input');
        echo strlen($body), ' ', sha1($body);
        break;
    case '/upload':
        ['name' => $name, 'size' => $size, 'tmp_name' => $file] = $_FILES['cover'];
        echo "$name $size ", sha1_file($file);
        break;
    case '/large':
        for ($count = 0; $count < 5000; $count++) {
            echo str_repeat('x', 1000);
        }
        break;
    case '/cookies':
        setcookie('first', 'one');
        setcookie('second', 'two');
        echo $_COOKIE['theirs'] ?? '';
        break;
    case '/missing':
        http_response_code(404);
        echo 'There is no such book.';
        break;
    case '/elsewhere':
        header("Location: {$_SERVER['SCRIPT_NAME']}/there?x=1");
        break;
    case '/complaint':
        error_log('The ink is dry.');
        echo 'noted';
        break;
    case '/fault':
        undefined_function();
        break;
    case '/half': // who reads this ends the process now
        echo getmypid(), "\n";
        flush();
        sleep(20);
        break;
    case '/sleep':
        sleep(2);
        echo 'awake';
        break;
    case '/child':
        usleep(10000);
        echo getmypid();
        break;
    default:
        $names = ['REQUEST_METHOD', 'SCRIPT_NAME', 'PATH_INFO', 'QUERY_STRING', 'REQUEST_URI', 'PHP_SELF'];
        foreach ($names as $name) {
            echo "$name={$_SERVER[$name]}\n";
        }
        foreach ($_GET as $name => $value) {
            echo "$name is ", bin2hex($value), "\n";
        }
}
