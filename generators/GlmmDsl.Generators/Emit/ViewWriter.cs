namespace GlmmDsl.Generators.Emit;

/// <summary>Writes the properties of typed results: one for a known column, an indexed one for columns that differ in levels known only from the rows.</summary>
internal static class ViewWriter
{
    /// <summary>The most keys an indexed property can have; columns with more are found by R's name.</summary>
    private const int MostKeys = 4;

    /// <summary>Writes a property for each column.</summary>
    /// <param name="writer">The writer to write to.</param>
    /// <param name="columns">The columns, with the number of earlier columns of the same name.</param>
    /// <param name="properties">Their properties.</param>
    /// <param name="valueType">The type of a property.</param>
    /// <param name="what">What it is, for the documentation: "The coefficient of".</param>
    /// <param name="meanings">What each of them means, for the documentation; null to say nothing of it.</param>
    /// <param name="stands">For each column that has no result of its own everywhere, the expressions of the structure and the names of its term; null for others.</param>
    public static void Properties(
        SourceWriter writer, IReadOnlyList<ColumnShape> columns, IReadOnlyList<string> properties, string valueType, string what, IReadOnlyList<string>? meanings = null, IReadOnlyList<string?>? stands = null)
    {
        var met = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < columns.Count; i++)
        {
            ColumnShape column = columns[i];
            met.TryGetValue(column.Name, out int before);
            met[column.Name] = before + 1;
            string shown = $"<c>{Literals.Xml(column.Name)}</c>";
            string end = meanings is null ? "." : $": {Literals.Xml(meanings[i])}.";
            if (!column.IsIndexed)
            {
                writer.Gap().Summary($"{what} {shown}{end}");
                string place = stands?[i] is { } term ? $", {before}, {term}" : before > 0 ? $", {before}" : "";
                writer.Line($"public {valueType} {properties[i]} => Find({column.NameExpression}{place});");
            }
            else if (column.Keys.Length <= MostKeys)
            {
                string keys = string.Join(", ", column.Keys.Select(k => k.TypeName));
                string parameters = string.Join(", ", column.Keys.Select(k => k.ParameterName));
                writer.Gap().Summary($"{what} {shown}, by level{end}");
                writer.Line($"public global::GlmmDsl.Modeling.ByLevel<{keys}, {valueType}> {properties[i]} => new(this, static ({parameters}) => {column.NameExpression});");
            }
        }
    }

    /// <summary>The parameters of a level's keys, <c>string b, int a</c>.</summary>
    public static string Parameters(IReadOnlyList<LevelKey> keys, IReadOnlyList<string> names) =>
        string.Join(", ", keys.Select((k, i) => k.TypeName + " " + names[i]));

    /// <summary>The expression of a level's text, <c>b:a</c>.</summary>
    public static string LevelText(IReadOnlyList<LevelKey> keys, IReadOnlyList<string> names) =>
        string.Join(" + \":\" + ", keys.Select((k, i) => k.TextOf(names[i])));

    /// <summary>Distinct parameter names for keys.</summary>
    public static IReadOnlyList<string> ParameterNames(IReadOnlyList<LevelKey> keys, params string[] others)
    {
        var taken = new HashSet<string>(others, StringComparer.Ordinal);
        return keys.Select(k =>
        {
            string name = k.ParameterName;
            while (!taken.Add(name))
            {
                name += "_";
            }

            return name;
        }).ToList();
    }
}
