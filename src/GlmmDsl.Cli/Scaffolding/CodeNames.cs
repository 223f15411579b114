using System.Globalization;
using System.Text;
using GlmmDsl.Formulas;

namespace GlmmDsl.Cli.Scaffolding;

/// <summary>Names and literals of C# for what a file of data calls by any text.</summary>
internal static class CodeNames
{
    // What every class or record has, so that no column may be called so.
    private static readonly HashSet<string> MembersOfRecords = new(StringComparer.Ordinal)
    {
        "Equals", "GetHashCode", "GetType", "ToString", "Deconstruct", "PrintMembers", "EqualityContract", "MemberwiseClone", "Finalize", "ReferenceEquals", "Clone",
    };

    /// <summary>Types that a program names, so that no enum may be called so.</summary>
    public static IReadOnlySet<string> Types { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "GlmmDsl", "System", "Program", "Console", "Enumerable", "CultureInfo", "DateOnly", "BigInteger", "InvalidDataException", "Table", "CsvOptions",
        "MixedModel", "LinearMixedModel", "GeneralizedLinearMixedModel", "Column", "Factor", "Ordered", "Level", "Family", "Link", "MissingValues", "WeightKind", "Information", "NormalPrior",
        "LaplaceFitOptions", "QuadratureFitOptions", "FastFitOptions",
    };

    /// <summary>The members of a record for columns of these names, in order: the names themselves where C# allows it.</summary>
    public static IReadOnlyList<string> Members(IReadOnlyList<string> columns, string record) =>
        Identifiers.OfAll(columns, new HashSet<string>(MembersOfRecords.Append(record), StringComparer.Ordinal));

    /// <summary>The members of an enum for levels of these labels.</summary>
    public static IReadOnlyList<string> Levels(IReadOnlyList<string> labels) => Identifiers.OfAll([.. labels.Select(PascalOf)], new HashSet<string>(["value__"], StringComparer.Ordinal));

    /// <summary>The name of an enum for a column's member, not among those taken.</summary>
    public static string EnumOf(string member, ISet<string> taken)
    {
        string name = PascalOf(member.TrimStart('@'));
        // Where the program is compiled, members of every class hide types.
        while (Types.Contains(name) || MembersOfRecords.Contains(name) || !taken.Add(name))
        {
            name += "Level";
        }

        return name;
    }

    /// <summary>An identifier in Pascal case, <c>high dose</c> as <c>HighDose</c>; where nothing of the text can stand in one, R's rule decides.</summary>
    public static string PascalOf(string text)
    {
        var name = new StringBuilder();
        bool begins = true;
        foreach (char c in text)
        {
            if (!char.IsLetterOrDigit(c))
            {
                // The point of 0.5 and the sign of -1 tell labels apart.
                name.Append(c == '_' || (c is '.' or '-' && name.Length > 0 && char.IsDigit(name[^1])) ? '_' : "");
                begins = true;
                continue;
            }

            name.Append(begins ? char.ToUpperInvariant(c) : c);
            begins = false;
        }

        return name.ToString().Trim('_') is { Length: > 0 } pascal ? char.IsDigit(pascal[0]) ? "_" + pascal : pascal : Identifiers.Of(text);
    }

    /// <summary>A string literal.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (char c in text)
        {
            literal.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                _ when char.IsControl(c) || c is '\u2028' or '\u2029' || char.IsSurrogate(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format =>
                    string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => c.ToString(),
            });
        }

        return literal.Append('"').ToString();
    }
}
