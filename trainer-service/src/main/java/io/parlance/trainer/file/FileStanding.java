package io.parlance.trainer.file;

/** Whether an uploaded file can be trained on. */
public sealed interface FileStanding {
    /** No file of this id, or it was deleted. */
    record Unknown() implements FileStanding {}

    /** Not yet: conversations of it are still on their way. @param what how far it is; changes as it gets on */
    record Underway(String what) implements FileStanding {}

    /** Never. @param why what is wrong with the file, how to mend it */
    record Unfit(String why) implements FileStanding {}

    /** All of it has become examples or was dropped for a reason. */
    record Whole() implements FileStanding {}
}
