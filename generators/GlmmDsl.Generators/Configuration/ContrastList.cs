using System.Collections.Immutable;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Configuration;

/// <summary>Reads the attribute's <c>Contrasts = "Arm=sum, Dose=poly"</c>.</summary>
internal static class ContrastList
{
    /// <summary>The declaration with the codings put on its columns, where they go before those of the members.</summary>
    /// <param name="declaration">The model.</param>
    /// <param name="problem">What is wrong with the list; null when nothing is.</param>
    public static ModelDeclaration Apply(ModelDeclaration declaration, out string? problem)
    {
        problem = null;
        if (declaration.Contrasts is null)
        {
            return declaration;
        }

        var columns = declaration.Row.Columns.Items.ToBuilder();
        foreach (string item in declaration.Contrasts.Split(','))
        {
            // A column's name may hold the sign, a coding's never does.
            int sign = item.LastIndexOf('=');
            string name = sign < 0 ? item.Trim() : item.Substring(0, sign).Trim();
            int index = columns.FindIndex(c => c.Name == name);
            if (index < 0)
            {
                problem = $"Contrasts names the column '{name}', which the row type does not have.";
                return declaration;
            }

            if (sign < 0 || CodingOf(item.Substring(sign + 1).Trim()) is not { } coding)
            {
                problem = $"Contrasts must say treatment, sum, helmert or poly of '{name}', as in \"{name}=sum\".";
                return declaration;
            }

            columns[index] = columns[index] with { Coding = coding };
        }

        return declaration with { Row = declaration.Row with { Columns = new EquatableArray<RowColumn>(columns.ToImmutable()) } };
    }

    private static int FindIndex(this ImmutableArray<RowColumn>.Builder columns, Func<RowColumn, bool> matches)
    {
        for (int i = 0; i < columns.Count; i++)
        {
            if (matches(columns[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static Coding? CodingOf(string name) =>
        name switch
        {
            "treatment" => Coding.Treatment,
            "sum" => Coding.Sum,
            "helmert" => Coding.Helmert,
            "poly" => Coding.Polynomial,
            _ => null,
        };
}
