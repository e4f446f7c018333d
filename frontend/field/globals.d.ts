/** The app's version, from package.json. */
declare const __APP__: string;
