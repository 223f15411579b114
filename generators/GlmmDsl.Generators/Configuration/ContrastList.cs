using System.Collections.Immutable;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Configuration;

/// <summary>Reads the attribute's <c>Contrasts = "Arm=sum, Dose=poly"</c>.</summary>
internal static class ContrastList
{
    /// <summary>The declaration with the codings set on its columns, where they override those of the members.</summary>
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
        foreach (ContrastItem item in ContrastItems.Read(declaration.Contrasts))
        {
            int index = columns.FindIndex(c => c.Name == item.Name);
            if (index < 0)
            {
                problem = $"Contrasts names the column '{item.Name}', which the row type does not have.";
                return declaration;
            }

            if (item.Coding is not { } coding)
            {
                problem = $"Contrasts must give '{item.Name}' one of {string.Join(", ", ContrastItems.CodingNames)}, as in \"{item.Name}=sum\".";
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
}
