namespace GlmmDsl.Formulas;

/// <summary>Explains names that are not columns; a source of columns may implement it.</summary>
public interface IColumnHints
{
    /// <summary>What a name that is not a column is, as the second half of a sentence, with what to do; null when it is unknown.</summary>
    /// <param name="name">The name that a formula uses.</param>
    string? Explain(string name);
}

/// <summary>Says what to do about a name that is not a column.</summary>
internal static class UnknownNames
{
    private const int MostListed = 10;

    /// <summary>A longer text is not a misspelt name, and would hide the list of names that follows it.</summary>
    private const int LongestName = 60;

    /// <summary>The end of the sentence "there is no column 'x'", and the text to write in place of the name where there is one.</summary>
    public static (string Remedy, string? Suggestion) Remedy(NameSyntax name, IColumnTypes columns)
    {
        if ((columns as IColumnHints)?.Explain(name.Name) is { } explanation)
        {
            return ("; " + explanation + ".", null);
        }

        string? factor = columns.Names.FirstOrDefault(column => columns.Find(column) is { Kind: ColumnKind.Factor, Levels: { IsDefault: false } levels } && levels.Contains(name.Name));
        if (factor is not null)
        {
            string label = Label(factor);
            return ($"; it is a level of '{factor}': write {label} for a coefficient of each level, or I({label} == {QuotedText.Write(name.Name, '"')}) for this one alone.", null);
        }

        // As it must be written: in back-quotes unless it is a plain word.
        IReadOnlyList<string> nearest = NearestName.All(name.Name, columns.Names);
        if (nearest.Count > 0)
        {
            return ($"; did you mean {string.Join(" or ", nearest.Select(near => "'" + Label(near) + "'"))}?", nearest.Count == 1 && NearestName.HaveSameDigits(nearest[0], name.Name) ? Label(nearest[0]) : null);
        }

        var all = columns.Names.ToList();
        string listed = string.Join(", ", all.Take(MostListed).Select(Label));
        return (all.Count == 0 || name.Name.Length > LongestName ? "." : $"; the columns are {listed}{(all.Count > MostListed ? " and others" : "")}.", null);
    }

    private static string Label(string name) => new NameSyntax(name, isQuoted: NameRules.IsReserved(name), default).ToString();
}
