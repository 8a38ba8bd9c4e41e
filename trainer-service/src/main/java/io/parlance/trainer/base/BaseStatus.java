package io.parlance.trainer.base;

import io.parlance.contracts.BaseModelImported;

/** How far the base model is. */
public sealed interface BaseStatus {
    /** @param what is being done or waited for, for people */
    record Importing(String what) implements BaseStatus {}

    /** In the store, checked and announced. */
    record Ready(BaseModelImported base) implements BaseStatus {}

    /** Not possible as things are; tried again. @param why what, where, how to mend it */
    record Failed(String why) implements BaseStatus {}
}
