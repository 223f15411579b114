namespace GlmmDsl.Cli;

/// <summary>The exit codes of the process.</summary>
internal static class ExitCode
{
    /// <summary>A fit that converged, whatever its notices; it may be singular.</summary>
    public const int Success = 0;

    /// <summary>A fault of the program.</summary>
    public const int Fault = 1;

    /// <summary>Bad input: options, file, formula or data.</summary>
    public const int BadInput = 2;

    /// <summary>
    /// A fit that did not converge. It is written as any other, with the verdict <see cref="Verdict.NotConverged"/>; where no estimates were found there is one line
    /// on standard error instead.
    /// </summary>
    public const int NotConverged = 3;

    /// <summary>The result could not be written: the disk is full, or standard output is closed (sysexits.h, EX_IOERR).</summary>
    public const int OutputFailed = 74;

    /// <summary>Cancelled by Ctrl-C: 128 and the number of the signal.</summary>
    public const int Cancelled = 130;
}
