/** What the commands show: lines, a line that is rewritten while something goes on, tables. */
package io.parlance.local.console;
