// Renews the screen of an import while the worker is at it, but only where somebody looks at it.
setTimeout(function again() {
    if (document.hidden) {
        setTimeout(again, 2000);
    } else {
        location.reload();
    }
}, 5000);
