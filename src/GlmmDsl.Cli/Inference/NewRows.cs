using GlmmDsl.Cli.Models;
using GlmmDsl.Data;

namespace GlmmDsl.Cli.Inference;

/// <summary>Reads a file of new rows as the file of the fit was read. Levels and their order are the fit's, and a group may have new ones.</summary>
internal static class NewRows
{
    /// <summary>The columns that are factors in the data of the fit: in a few new rows their levels may look like numbers or like truth values.</summary>
    public static string[] Factors(Table data) =>
        [.. data.Columns.Where(c => c is not NumericColumn && !(c is FactorColumn factor && factor.Levels.All(level => level is "FALSE" or "TRUE"))).Select(c => c.Name)];

    /// <summary>Reads it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="run">How the file of the fit is read.</param>
    /// <param name="factors">Columns that were factors in the fit.</param>
    public static Table Read(string file, ModelRun run, IEnumerable<string> factors)
    {
        CsvOptions csv = run.Request.Csv;
        string[] declared = [.. csv.Factors.Concat(csv.Levels.Keys).Concat(csv.Ordered.Keys).Concat(factors).Distinct(StringComparer.Ordinal)];
        CsvOptions plain = new() { Separator = csv.Separator, DecimalMark = csv.DecimalMark, NaStrings = csv.NaStrings };
        Table table = Table.ReadCsv(file, plain, run.CancellationToken);
        string[] present = [.. declared.Where(name => table.Find(name) is not null)];
        return present.Length == 0 ? table : Table.ReadCsv(file, plain with { Factors = [.. present] }, run.CancellationToken);
    }
}
