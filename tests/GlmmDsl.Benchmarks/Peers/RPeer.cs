using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace GlmmDsl.Benchmarks.Peers;

/// <summary>Runs the R side of a piece of work where R is installed.</summary>
internal static class RPeer
{
    /// <summary>CPU seconds of one repetition and −2 log L (or the REML criterion); null where R or the package is missing.</summary>
    public static (double CpuSeconds, double Minus2LogLik)? Run(PeerWork work, string referenceFolder)
    {
        string folder = Directory.CreateTempSubdirectory("glmm-peer-").FullName;
        try
        {
            work.WriteData(folder);
            string script = Path.Combine(folder, "peer.R");
            File.WriteAllText(script, Script(work, folder, referenceFolder));
            // One thread on both sides: CPU seconds then compare work, not cores.
            var start = new ProcessStartInfo("Rscript", ["--vanilla", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["OPENBLAS_NUM_THREADS"] = "1";
            start.Environment["OMP_NUM_THREADS"] = "1";
            using var process = Process.Start(start);
            if (process is null)
            {
                return null;
            }

            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            string? line = output.Split('\n').FirstOrDefault(l => l.StartsWith("PEER ", StringComparison.Ordinal));
            if (process.ExitCode != 0 || line is null)
            {
                Console.Error.WriteLine($"{work.Name}: the R side failed: {errors.Result.Trim()}");
                return null;
            }

            string[] parts = line.Split(' ');
            return (double.Parse(parts[1], CultureInfo.InvariantCulture), double.Parse(parts[2], CultureInfo.InvariantCulture));
        }
        catch (Win32Exception)
        {
            // Rscript is not on the path: our side runs alone.
            return null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Script(PeerWork work, string folder, string referenceFolder) => $$"""
        suppressMessages(library({{work.Peer}}))
        folder <- "{{folder.Replace('\\', '/')}}"; reference <- "{{referenceFolder.Replace('\\', '/')}}"
        {{work.RScript}}
        gc(FALSE)
        time <- system.time(for (i in seq_len(repetitions)) fit <- suppressWarnings(suppressMessages(work())))
        m2ll <- if (inherits(fit, "lmerMod") && lme4::isREML(fit)) lme4::REMLcrit(fit) else -2 * as.numeric(logLik(fit))
        cat("PEER", format((time[["user.self"]] + time[["sys.self"]]) / repetitions, digits = 10), format(m2ll, digits = 15), "\n")
        """;
}
