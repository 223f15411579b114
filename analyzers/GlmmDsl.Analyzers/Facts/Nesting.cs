using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Analyzers.Facts;

/// <summary>What the declared facts of a row type say about how its columns lie in each other.</summary>
/// <param name="row">The row type.</param>
internal sealed class Nesting(RowModel row)
{
    /// <summary>The column that contains a column, and whether its labels are given anew there; null when none is declared.</summary>
    public (RowColumn Column, bool LabelsRepeat)? ContainerOf(RowColumn column)
    {
        foreach (ColumnFact fact in column.Facts)
        {
            if (fact.Kind == FactKind.NestedIn && row.OtherOf(fact) is { } other && other != column)
            {
                return (other, fact.LabelsRepeat);
            }
        }

        return null;
    }

    /// <summary>The columns that contain a column, the nearest first; each once, also where the declarations go round in a circle.</summary>
    public ImmutableArray<(RowColumn Column, bool LabelsRepeat)> ContainersOf(RowColumn column)
    {
        var found = ImmutableArray.CreateBuilder<(RowColumn Column, bool LabelsRepeat)>();
        RowColumn current = column;
        while (ContainerOf(current) is { } container && container.Column != column && found.All(f => f.Column != container.Column))
        {
            found.Add(container);
            current = container.Column;
        }

        return found.ToImmutable();
    }

    /// <summary>Whether a column lies in another.</summary>
    public bool IsIn(RowColumn column, RowColumn container) => ContainersOf(column).Any(c => c.Column == container);

    /// <summary>The containers whose labels a column's label needs beside it to name one thing, outermost first.</summary>
    public ImmutableArray<RowColumn> NeededBy(RowColumn column)
    {
        var needed = ImmutableArray.CreateBuilder<RowColumn>();
        RowColumn current = column;
        foreach ((RowColumn container, bool labelsRepeat) in ContainersOf(column))
        {
            if (!labelsRepeat)
            {
                break;
            }

            needed.Insert(0, container);
            current = container;
        }

        return needed.ToImmutable();
    }

    /// <summary>Whether a column has one value for all rows of a combination of groups; false where it is not declared.</summary>
    public bool IsConstantWithin(RowColumn column, IReadOnlyCollection<RowColumn> groups)
    {
        foreach (ColumnFact fact in column.Facts)
        {
            if (fact.Kind == FactKind.ConstantWithin && row.OtherOf(fact) is { } constantIn && groups.Any(group => group == constantIn || Determines(group, constantIn, groups)))
            {
                return true;
            }
        }

        return ContainersWithin(column, groups);
    }

    /// <summary>Whether one of two columns is declared to say the same as the other.</summary>
    public bool AreAliases(RowColumn first, RowColumn second) => Declares(first, second) || Declares(second, first);

    /// <summary>The column that a grouping variable is, <c>factor(x)</c> too; null for any other expression.</summary>
    public RowColumn? ColumnOf(Variable variable)
    {
        ExpressionSyntax expression = FormulaWalk.Unwrap(variable.Expression);
        while (expression is CallSyntax { Function.Name: "factor" or "as.factor", Arguments: { Length: 1 } arguments })
        {
            expression = FormulaWalk.Unwrap(arguments[0].Value);
        }

        return expression is NameSyntax name ? row.Find(name.Name) : null;
    }

    /// <summary>A column as a formula writes it, in back-quotes where it needs them.</summary>
    public static string Label(RowColumn column) => new NameSyntax(column.Name, true, default).ToString();

    /// <summary>The columns of a random term's grouping factor that are plain columns.</summary>
    public ImmutableArray<RowColumn> GroupsOf(RandomTerm term) => term.Group.Select(ColumnOf).OfType<RowColumn>().ToImmutableArray();

    // A number is a multiple of its alias only if that is a number too or a factor has a level for each value.
    private bool Declares(RowColumn column, RowColumn other) =>
        column != other && column.Facts.Any(f => f.Kind == FactKind.Aliases && row.OtherOf(f) == other);

    /// <summary>Whether a level of a group, with those beside it, lies in one level of a container.</summary>
    private bool Determines(RowColumn group, RowColumn container, IReadOnlyCollection<RowColumn> groups)
    {
        foreach ((RowColumn column, bool labelsRepeat) in ContainersOf(group))
        {
            if (labelsRepeat && !groups.Contains(column))
            {
                return false;
            }

            if (column == container)
            {
                return true;
            }
        }

        return false;
    }

    // What contains a group is constant within it: a site within its patients.
    private bool ContainersWithin(RowColumn column, IReadOnlyCollection<RowColumn> groups) => groups.Any(group => group != column && Determines(group, column, groups));
}
