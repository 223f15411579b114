using System.Globalization;

namespace GlmmDsl.Benchmarks.Peers;

/// <summary>Runs the R side of a piece of work where R is installed.</summary>
internal static class RPeer
{
    /// <summary>What a peer needs and reaches; null where R or the package is missing.</summary>
    public static PeerResult? Run(PeerWork work, Peer peer, string referenceFolder)
    {
        string folder = Directory.CreateTempSubdirectory("glmm-peer-").FullName;
        try
        {
            work.WriteData(folder);
            string? output = RScript.Run(Script(peer, folder, referenceFolder), folder, $"{work.Name}, {peer.Package}", work.PeerLimit);
            string? line = output?.Split('\n').FirstOrDefault(l => l.StartsWith("PEER ", StringComparison.Ordinal));
            if (line is null)
            {
                return null;
            }

            string[] parts = line.Split(' ');
            return new(peer.Package, double.Parse(parts[1], CultureInfo.InvariantCulture), double.Parse(parts[2], CultureInfo.InvariantCulture), peer.Remark);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Short work is done once before it is timed, as ours is: packages load parts of themselves on first use.
    private static string Script(Peer peer, string folder, string referenceFolder) => $$"""
        suppressMessages(library({{peer.Package}}))
        folder <- "{{folder.Replace('\\', '/')}}"; reference <- "{{referenceFolder.Replace('\\', '/')}}"; constant <- 0
        {{peer.Script}}
        quiet <- function() suppressWarnings(suppressMessages(work()))
        if (repetitions > 1) fit <- quiet()
        invisible(gc(FALSE))
        time <- system.time(for (i in seq_len(repetitions)) fit <- quiet())
        m2ll <- if (exists("criterion")) criterion(fit) else if (inherits(fit, "lmerMod") && lme4::isREML(fit)) lme4::REMLcrit(fit) else -2 * as.numeric(logLik(fit)) + constant
        cat("PEER", format((time[["user.self"]] + time[["sys.self"]]) / repetitions, digits = 10), format(m2ll, digits = 15), "\n")
        """;
}
