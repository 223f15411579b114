using System.Collections.Immutable;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Configuration;

/// <summary>
/// A declared model, equal to another one if the same is generated for both. Of the row type a correct model needs the columns that it names, so that it is not made again while
/// somebody writes another column; the stand-in for a wrong one needs all of them, and so does the message that says what is wrong.
/// </summary>
internal sealed class ModelInput : IEquatable<ModelInput>
{
    private readonly ModelDeclaration whole;
    private readonly ModelDeclaration needed;
    private ModelSpecification? specification;

    /// <summary>Takes a declaration.</summary>
    public ModelInput(ModelDeclaration declaration)
    {
        whole = declaration;
        needed = Needed(declaration);
    }

    /// <summary>The planned model: of the columns that it names, or of all where that is wrong.</summary>
    public ModelSpecification Specification => specification ??= Plan();

    public bool Equals(ModelInput? other)
    {
        if (other is null || !needed.Equals(other.needed))
        {
            return false;
        }

        // Which columns are left out does not decide whether a model is correct: it names none of them.
        ModelSpecification planned = specification ?? other.specification ?? Specification;
        return planned.Plan is not null || whole.Equals(other.whole);
    }

    public override bool Equals(object? obj) => Equals(obj as ModelInput);

    public override int GetHashCode() => needed.GetHashCode();

    private ModelSpecification Plan()
    {
        ModelSpecification planned = ModelSpecification.Create(needed);
        return planned.Plan is null && !ReferenceEquals(needed, whole) ? ModelSpecification.Create(whole) : planned;
    }

    /// <summary>The declaration with those columns of its row type whose names occur in it, and those that facts about them name.</summary>
    private static ModelDeclaration Needed(ModelDeclaration declaration)
    {
        string?[] texts = [declaration.Formula, declaration.Weights, declaration.Trials, declaration.Offset, declaration.Contrasts, declaration.ZeroInflation, declaration.Dispersion];
        if (Array.Exists(texts, text => text?.IndexOf('\\') >= 0))
        {
            // A name may be written with escapes.
            return declaration;
        }

        ImmutableArray<RowColumn> columns = declaration.Row.Columns.Items;
        var isNeeded = new bool[columns.Length];
        int count = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            // A member that is being written has no name yet.
            string name = columns[i].Name;
            if (name.Length > 0 && Array.Exists(texts, text => text?.IndexOf(name, StringComparison.Ordinal) >= 0))
            {
                Add(i);
                foreach (ColumnFact fact in columns[i].Facts.Items)
                {
                    if (declaration.Row.OtherOf(fact) is { } other)
                    {
                        Add(columns.IndexOf(other));
                    }
                }
            }
        }

        if (count == columns.Length)
        {
            return declaration;
        }

        var kept = ImmutableArray.CreateBuilder<RowColumn>(count);
        for (int i = 0; i < columns.Length; i++)
        {
            if (isNeeded[i])
            {
                kept.Add(columns[i]);
            }
        }

        return declaration with { Row = declaration.Row with { Columns = new EquatableArray<RowColumn>(kept.MoveToImmutable()) } };

        void Add(int place)
        {
            count += isNeeded[place] ? 0 : 1;
            isNeeded[place] = true;
        }
    }
}
