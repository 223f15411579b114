using System.Globalization;
using System.Runtime.InteropServices;
using GlmmDsl.Data;

namespace GlmmDsl.Benchmarks;

/// <summary>Simulated columns, as a table here and as binary files that R reads: both sides have the same bits.</summary>
/// <param name="count">The number of rows.</param>
internal sealed class SimulatedRows(int count)
{
    private readonly List<(string Name, double[] Values)> numbers = [];
    private readonly List<(string Name, int[] Codes)> factors = [];

    /// <summary>The number of rows.</summary>
    public int Count => count;

    /// <summary>R code that makes <c>dat</c> of the files in <c>folder</c>.</summary>
    public string ReadScript => $$"""
        read <- function(f, kind) { con <- file(file.path(folder, f), "rb"); on.exit(close(con)); readBin(con, kind, {{count}}) }
        dat <- data.frame(row.names = seq_len({{count}}))
        for (f in c({{Quoted(numbers.Select(n => n.Name))}})) dat[[f]] <- read(paste0(f, ".bin"), "double")
        for (f in c({{Quoted(factors.Select(f => f.Name))}})) dat[[f]] <- factor(read(paste0(f, ".bin"), "integer"))
        """;

    /// <summary>Adds numbers and returns them.</summary>
    public double[] AddNumbers(string name, Func<int, double> value)
    {
        double[] values = [.. Enumerable.Range(0, count).Select(value)];
        numbers.Add((name, values));
        return values;
    }

    /// <summary>Adds a factor and returns its codes.</summary>
    public int[] AddFactor(string name, Func<int, int> level)
    {
        int[] codes = [.. Enumerable.Range(0, count).Select(level)];
        factors.Add((name, codes));
        return codes;
    }

    /// <summary>The columns as a table; a factor's levels are its codes.</summary>
    public Table ToTable() => new(
    [
        .. numbers.Select(n => new NumericColumn(n.Name, n.Values)),
        .. factors.Select(f => new FactorColumn(f.Name, [.. Enumerable.Range(0, f.Codes.Max() + 1).Select(i => i.ToString("D6", CultureInfo.InvariantCulture))], f.Codes)),
    ]);

    /// <summary>Writes the columns into a folder.</summary>
    public void Write(string folder)
    {
        foreach ((string name, double[] values) in numbers)
        {
            File.WriteAllBytes(Path.Combine(folder, name + ".bin"), MemoryMarshal.AsBytes<double>(values));
        }

        foreach ((string name, int[] codes) in factors)
        {
            File.WriteAllBytes(Path.Combine(folder, name + ".bin"), MemoryMarshal.AsBytes<int>(codes));
        }
    }

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"\"{n}\""));
}
