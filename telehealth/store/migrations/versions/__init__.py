"""One step a file, each as it was when it was written: no step is changed once it was released."""
