/** Tests of the benchmark: that it compares like with like. */
@NullMarked
package org.pop3j.benchmarks;

import org.jspecify.annotations.NullMarked;
