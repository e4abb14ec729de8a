/**
 * POP3 servers that other people wrote, each started for one test, on free ports of the loopback interface, with its state in
 * a directory of its own. What is not installed fails the test, with the name of the package to install.
 */
@NullMarked
package org.pop3j.interop;

import org.jspecify.annotations.NullMarked;
