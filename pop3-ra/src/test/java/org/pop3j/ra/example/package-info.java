/** What the guide for authors of beans shows. */
package org.pop3j.ra.example;
