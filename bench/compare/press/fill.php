<?php
// Installs WordPress and makes its pages: `php fill.php contents.json`, in the folder of the site.
$_SERVER['HTTP_HOST'] = getenv('PRESS_HOST');
define('WP_INSTALLING', true);
function wp_mail() { return true; }  // nobody is written to
require __DIR__ . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Точка роста', 'admin', 'admin@example.ru', true, '', wp_generate_password());
update_option('permalink_structure', '/%postname%/');
update_option('template', 'twentytwentythree');
update_option('stylesheet', 'twentytwentythree');
$contents = json_decode(file_get_contents($argv[1]), true);
kses_remove_filters();
$made = [];
foreach ($contents['pages'] as $page) {
    $url = rtrim($page['url'], '/');
    $above = substr($url, 0, strrpos($url, '/'));
    $made[$url] = wp_insert_post([
        'post_type' => 'page',
        'post_status' => 'publish',
        'post_title' => $page['title'],
        'post_name' => basename($url),
        'post_parent' => $made[$above] ?? 0,
        'post_content' => wp_slash($page['text']),
    ]);
}
$links = '';
foreach ($contents['menu'] as $link) {
    $attributes = json_encode($link + ['kind' => 'custom', 'isTopLevelLink' => true], JSON_UNESCAPED_UNICODE);
    $links .= "<!-- wp:navigation-link $attributes /-->";
}
wp_insert_post([
    'post_type' => 'wp_navigation',
    'post_status' => 'publish',
    'post_title' => 'Разделы центра',
    'post_content' => wp_slash($links),
]);
flush_rewrite_rules(false);
