using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace GlmmDsl.Design.Products;

/// <summary>
/// One column of which cross-products are held: a product of numeric variables in the rows of one combination of levels, zero elsewhere. Every
/// coding of the factors (treatment, sum, polynomial) is a linear map of such columns, so parts of the data can be added up before all
/// levels, and so the coding, are known.
/// </summary>
/// <param name="Numbers">The numeric variables, each with which of its columns.</param>
/// <param name="Cell">The factors, each with its level.</param>
internal sealed record ProductColumn(ImmutableArray<(string Variable, int Part)> Numbers, ImmutableArray<(string Factor, string Level)> Cell)
{
    private string? key;

    /// <summary>Whether it is the constant 1, which every block contains anyway.</summary>
    public bool IsConstant => Numbers.IsEmpty && Cell.IsEmpty;

    /// <summary>Equal for equal columns, whatever the order in which a formula names their variables.</summary>
    public string Key => key ??= MakeKey();

    private string MakeKey()
    {
        // Lengths come before texts, so that no label can look like two.
        var text = new StringBuilder();
        foreach ((string variable, int part) in Numbers.OrderBy(n => n.Variable, StringComparer.Ordinal).ThenBy(n => n.Part))
        {
            text.Append(CultureInfo.InvariantCulture, $"{variable.Length}.{part}:{variable}");
        }

        text.Append('|');
        foreach ((string factor, string level) in Cell.OrderBy(c => c.Factor, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{factor.Length}.{level.Length}:{factor}{level}");
        }

        return text.ToString();
    }
}
