using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Emit;

/// <summary>
/// Writes the levels of an enum once for a model: their texts, and the place of each value among them. All readers of the model use them, and the names of its results.
/// </summary>
internal static class EnumLevelsEmitter
{
    /// <summary>The field that holds the texts of a column's levels, in order.</summary>
    public static string LevelsField(RowColumn column) => "LevelsOf_" + column.Member.TrimStart('@');

    /// <summary>The function that gives the place of a value among the levels; -1 if it is none.</summary>
    public static string CodeFunction(RowColumn column) => "CodeOf_" + column.Member.TrimStart('@');

    /// <summary>Writes them.</summary>
    /// <param name="column">The column of an enum.</param>
    /// <param name="isKey">Whether results are found by its values, so that these need texts.</param>
    /// <param name="writer">The writer to write to.</param>
    public static void Write(RowColumn column, bool isKey, SourceWriter writer)
    {
        writer.Gap().Line($"private static readonly string[] {LevelsField(column)} = {{ {string.Join(", ", column.Levels.Items.Select(Literals.Text))} }};");
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = column.Levels.Count - 1; i >= 0; i--)
        {
            places[column.Levels[i]] = i;
        }

        writer.Gap().Line(ModelScope.GeneratedCode);
        writer.Open($"private static int {CodeFunction(column)}({column.KeyTypeName} value) => value switch");
        foreach (EnumLevel level in column.EnumMembers.Items.Where(m => places.ContainsKey(m.Name)))
        {
            writer.Line($"{level.Code} => {places[level.Name]},");
        }

        writer.Line("_ => -1,");
        writer.Close(";");
        if (isKey)
        {
            // A value that is no declared level is found by no result; its text only stands in the error.
            writer.Gap().Line(ModelScope.GeneratedCode);
            writer.Line($"private static string {LevelKey.EnumFunctionOf(column)}({column.KeyTypeName} value) => {CodeFunction(column)}(value) is >= 0 and var code ? {LevelsField(column)}[code] : value.ToString();");
        }
    }
}
