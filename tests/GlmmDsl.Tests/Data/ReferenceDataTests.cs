using System.Text.Json;
using GlmmDsl.Data;
using GlmmDsl.Formulas;
using GlmmDsl.Tests.Architecture;

namespace GlmmDsl.Tests.Data;

/// <summary>The reference data sets read as their descriptions say.</summary>
public class ReferenceDataTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "tests", "Reference", "data");

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.meta.json").Select(f => Path.GetFileName(f)[..^".meta.json".Length]).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rows_numbers_and_levels_are_those_described(string name)
    {
        using JsonDocument description = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name + ".meta.json")));
        Table table = Table.ReadCsv(Path.Combine(Folder, name + ".csv"));
        Assert.Equal(description.RootElement.GetProperty("nrow").GetInt32(), table.RowCount);
        foreach (JsonProperty column in description.RootElement.GetProperty("columns").EnumerateObject())
        {
            if (column.Value.GetProperty("type").GetString() != "factor")
            {
                Assert.Equal(ColumnKind.Numeric, table.TypeOf(column.Name).Kind);
                Assert.Equal(table.RowCount, table.Numbers(column.Name).Length);
                continue;
            }

            string[] levels = [.. column.Value.GetProperty("levels").EnumerateArray().Select(l => l.GetString()!)];
            FactorColumn found = table.Factor(column.Name);
            FactorColumn declared = table.WithLevels(column.Name, levels).Factor(column.Name);
            Assert.Equal(levels.Order(StringComparer.Ordinal), found.Levels.Order(StringComparer.Ordinal));
            Assert.Equal(found.Labels(), declared.Labels());
        }
    }
}
