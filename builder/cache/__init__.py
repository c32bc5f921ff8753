"""What one run leaves for the next: never trusted blindly, never needed, and never part of the output.

Five things are kept. A build record says what a deck's files were when its package was made: where none of them has
changed, a build has nothing to do. The chapter cache keeps rendered chapters on the disk, by the hash of what they hang
on: after an edit only the chapters that changed are read and rendered. Texts are what was read of the histories of
locks. Of media files it is known what their bytes are. A memo keeps results in a server's memory.

The cache only skips work; what a build writes comes by one way (builder/pipeline), cached or not.
"""
