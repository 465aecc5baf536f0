// Which installation this browser knows at this origin: passwords are mixed with its id.

const PLACE = "telehealth installation";

/**
 * This origin is another installation than the one that this browser knows: a password makes other keys
 * there.
 */
export class InstallationChanged extends Error {}

/**
 * The first installation that this browser sees is remembered; another one throws `InstallationChanged`.
 *
 * @param {string} installation  from `/api/site`
 * @param {Storage} [storage]
 */
export function checkInstallation(installation, storage = localStorage) {
  const known = storage.getItem(PLACE);
  if (known === null) trustInstallation(installation, storage);
  else if (known !== installation) throw new InstallationChanged("this server was another one before");
}

/**
 * The clinician knows that the server was set up anew.
 *
 * @param {string} installation
 * @param {Storage} [storage]
 */
export function trustInstallation(installation, storage = localStorage) {
  storage.setItem(PLACE, installation);
}
