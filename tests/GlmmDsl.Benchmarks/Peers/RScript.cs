using System.ComponentModel;
using System.Diagnostics;

namespace GlmmDsl.Benchmarks.Peers;

/// <summary>Runs R code where R is installed, on one thread: CPU seconds then compare work, not cores.</summary>
internal static class RScript
{
    /// <summary>What the code printed; null where R is missing or the code failed, which is reported.</summary>
    /// <param name="code">The code.</param>
    /// <param name="folder">Where the script may stand.</param>
    /// <param name="what">What it is, for the report.</param>
    /// <param name="limit">How long it may take before it is given up, which is reported; null for as long as it likes.</param>
    public static string? Run(string code, string folder, string what, TimeSpan? limit = null)
    {
        string script = Path.Combine(folder, "script.R");
        File.WriteAllText(script, code);
        var start = new ProcessStartInfo("Rscript", ["--vanilla", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        start.Environment["OMP_NUM_THREADS"] = "1";
        try
        {
            using Process? process = Process.Start(start);
            if (process is null)
            {
                return null;
            }

            Task<string> errors = process.StandardError.ReadToEndAsync();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            if (limit is { } most && !process.WaitForExit(most))
            {
                process.Kill(entireProcessTree: true);
                Console.Error.WriteLine($"{what}: the R side had not finished after {most.TotalSeconds:F0} s and was given up");
                return null;
            }

            process.WaitForExit();
            if (process.ExitCode == 0)
            {
                return output.Result;
            }

            Console.Error.WriteLine($"{what}: the R side failed: {errors.Result.Trim()}");
            return null;
        }
        catch (Win32Exception)
        {
            // Rscript is not on the path: our side runs alone.
            return null;
        }
    }
}
