/** Another server writes now, or the database does not answer: nothing is known to have happened. */
export class Unavailable extends Error {
  override name = 'Unavailable'
}
