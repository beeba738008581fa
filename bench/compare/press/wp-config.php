<?php
define('DB_NAME', 'press');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . '@socket@');
define('DB_CHARSET', 'utf8mb4');
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('WP_HOME', 'http://@host@');
define('WP_SITEURL', 'http://@host@');
define('WP_DEBUG', false);
$table_prefix = 'wp_';
require_once __DIR__ . "/wp-settings.php";
