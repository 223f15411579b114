using System.Globalization;
using System.Runtime.InteropServices;
using GlmmDsl.Benchmarks.Peers;

namespace GlmmDsl.Benchmarks.Coverage;

/// <summary>Kenward and Roger's t tests of lmerTest by pbkrtest on the same responses.</summary>
internal static class SizePeer
{
    /// <summary>The p values, one list a coefficient, and a last list of the restricted criteria; null where R or a package is missing.</summary>
    public static double[][]? Run(SizeRows design, string[] coefficients, double[][] responses)
    {
        string folder = Directory.CreateTempSubdirectory("glmm-size-").FullName;
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

            string? output = RScript.Run(Script(design, coefficients, responses.Length, folder), folder, "sizes, pbkrtest", TimeSpan.FromMinutes(20));
            double[][]? rows = output?.Split('\n').Where(l => l.StartsWith("P ", StringComparison.Ordinal)).Select(Numbers).ToArray();
            return rows is null ? null : [.. Enumerable.Range(0, coefficients.Length + 1).Select(t => rows.Select(r => r[t]).ToArray())];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double[] Numbers(string line) =>
        [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(x => double.Parse(x, CultureInfo.InvariantCulture))];

    private static string Script(SizeRows design, string[] coefficients, int replicates, string folder) => $$"""
        suppressMessages(library(lmerTest)); folder <- "{{folder.Replace('\\', '/')}}"
        {{design.Rows.ReadScript}}
        con <- file(file.path(folder, "responses.bin"), "rb"); Y <- matrix(readBin(con, "double", {{design.Rows.Count}} * {{replicates}}), {{design.Rows.Count}})
        for (r in seq_len({{replicates}})) {
          dat$y <- Y[, r]
          m <- suppressMessages(suppressWarnings(lmer({{design.Formula}}, dat, control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-8)))))
          cat("P", format(coef(summary(m, ddf = "Kenward-Roger"))[c({{string.Join(", ", coefficients.Select(c => $"\"{c}\""))}}), "Pr(>|t|)"], digits = 15), format(REMLcrit(m), digits = 15), "\n")
        }
        """;
}
