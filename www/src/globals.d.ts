/** Written in by the bundler: the sample that is shown first, as JSON. */
declare const FIRST_SAMPLE: string;
/** Of the package's index.js, for pages that load it by its hash. */
declare const PACKAGE_INTEGRITY: string;
/** For the service worker: the files of the page, and a name for what they are. */
declare const SITE_FILES: string[];
declare const SITE_BUILD: string;
