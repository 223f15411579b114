using System.Globalization;
using System.Runtime.InteropServices;
using GlmmDsl.Benchmarks.Peers;

namespace GlmmDsl.Benchmarks.Coverage;

/// <summary>glmmTMB on the same responses.</summary>
internal static class CoveragePeer
{
    /// <summary>The intervals of every replicate; null where R or glmmTMB is missing.</summary>
    public static IReadOnlyList<Intervals>? Run(CoverageDesign design, IReadOnlyList<double[]> responses)
    {
        string folder = Directory.CreateTempSubdirectory("glmm-coverage-").FullName;
        try
        {
            design.Rows.Write(folder);
            using (FileStream file = File.Create(Path.Combine(folder, "responses.bin")))
            {
                foreach (double[] response in responses)
                {
                    file.Write(MemoryMarshal.AsBytes<double>(response));
                }
            }

            string? output = RScript.Run(Script(design, responses.Count, folder), folder, $"{design.Name}, glmmTMB");
            return output is null ? null : [.. output.Split('\n').Where(l => l.StartsWith("FIT ", StringComparison.Ordinal)).Select(l => Read(l, design))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Intervals Read(string line, CoverageDesign design)
    {
        double[] numbers = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(x => double.TryParse(x, NumberStyles.Float, CultureInfo.InvariantCulture, out double d) ? d : double.NaN)];
        int count = design.Parameters.Count;
        return new Intervals(numbers[..count], numbers[count..]);
    }

    // theta holds the logarithms of the standard deviations first, then the correlation.
    private static string Script(CoverageDesign design, int replicates, string folder) => $$"""
        suppressMessages(library(glmmTMB)); folder <- "{{folder.Replace('\\', '/')}}"
        {{design.Rows.ReadScript}}
        con <- file(file.path(folder, "responses.bin"), "rb"); Y <- matrix(readBin(con, "double", {{design.Rows.Count}} * {{replicates}}), {{design.Rows.Count}})
        k <- {{design.Parameters.Count}}
        for (r in seq_len({{replicates}})) {
          dat$y <- Y[, r]
          v <- suppressWarnings(suppressMessages(tryCatch({
            f <- glmmTMB({{design.Formula}}, dat, family = {{design.Family.ToString().ToLowerInvariant()}})
            at <- c(seq_len(3), 3 + seq_len(k - 3))
            if (f$sdr$pdHess) c(c(fixef(f)$cond, getME(f, "theta"))[at], sqrt(diag(vcov(f, full = TRUE)))[at]) else rep(NA, 2 * k)
          }, error = function(e) rep(NA, 2 * k))))
          cat("FIT", format(v, digits = 12), "\n")
        }
        """;
}
