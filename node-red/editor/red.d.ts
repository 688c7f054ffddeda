/** The editor's own objects. There are no published types for the editor of today, so these stay loose. */
declare const RED: any;
declare const $: any;
