/** What has been delivered, and what has been tried, in SQL: the adapter's only memory. */
@NullMarked
package org.pop3j.ra.ledger;

import org.jspecify.annotations.NullMarked;
