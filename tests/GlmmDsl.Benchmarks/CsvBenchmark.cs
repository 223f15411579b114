using System.Diagnostics;
using System.Globalization;
using GlmmDsl.Data;

namespace GlmmDsl.Benchmarks;

/// <summary>Reads a CSV file of a response, a predictor and a group: processor time and memory allocated, compared with the size of the file.</summary>
internal static class CsvBenchmark
{
    private const int Groups = 1000;

    public static int Run(int rows)
    {
        string path = Path.Combine(Path.GetTempPath(), "glmm-benchmark-" + Guid.NewGuid().ToString("N") + ".csv");
        try
        {
            foreach (string group in new[] { "D", "'g'D4" })
            {
                Write(path, rows, group);

                // The first reading warms the code.
                for (int run = 0; run < 2; run++)
                {
                    GC.Collect();
                    long allocated = GC.GetTotalAllocatedBytes(precise: true);
                    TimeSpan start = Process.GetCurrentProcess().TotalProcessorTime;
                    Table table = Table.ReadCsv(path);
                    TimeSpan used = Process.GetCurrentProcess().TotalProcessorTime - start;
                    double megabytes = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1e6;
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"rows {table.RowCount}, columns {table.Columns.Count}, groups as {(group == "D" ? "numbers" : "text")}, file MB {new FileInfo(path).Length / 1e6:F0}, CPU s {used.TotalSeconds:F2}, allocated MB {megabytes:F0}"));
                }
            }

            return 0;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Write(string path, int rows, string groupFormat)
    {
        var simulation = new Simulation(1);
        using var file = new StreamWriter(path);
        file.Write("y,x,g\n");
        for (int row = 0; row < rows; row++)
        {
            string group = ((int)(simulation.Uniform() * Groups)).ToString(groupFormat, CultureInfo.InvariantCulture);
            file.Write(string.Create(CultureInfo.InvariantCulture, $"{simulation.Normal():F6},{simulation.Uniform():F4},{group}\n"));
        }
    }
}
