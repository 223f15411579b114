namespace GlmmDsl.Generators.Symbols;

/// <summary>A row type as a formula sees it: the columns that its members are. Equatable; holds no symbol.</summary>
/// <param name="Name">The type's name for messages, with the types around it: <c>Study.Visit</c>.</param>
/// <param name="TypeName">The type in generated code, <c>global::Trials.Study.Visit</c>.</param>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="AssemblyName">The assembly that declares it.</param>
/// <param name="IsValueType">Whether it is a struct.</param>
/// <param name="IsUsable">Whether generated code may name it where the model is: it is not an error type, not file-local and no less accessible than the model.</param>
/// <param name="Columns">Its columns, bases first, in order of declaration.</param>
/// <param name="Functions">The user's functions a formula may call.</param>
/// <param name="Silenced">Diagnostics that naming the type, its columns and its functions causes, because they are marked obsolete or experimental.</param>
internal sealed record RowModel(
    string Name,
    string TypeName,
    string Namespace,
    string AssemblyName,
    bool IsValueType,
    bool IsUsable,
    EquatableArray<RowColumn> Columns,
    EquatableArray<UserFunction> Functions,
    EquatableArray<string> Silenced)
{
    /// <summary>A cheap hash: caches look row types up at every keystroke, and two types of one name are rare.</summary>
    public override int GetHashCode() => unchecked((((TypeName.GetHashCode() * 31) + Columns.Count) * 31) + Functions.Count);

    /// <summary>The column with that name in formulas; null if there is none.</summary>
    public RowColumn? Find(string name)
    {
        foreach (RowColumn column in Columns.Items)
        {
            if (column.Name == name)
            {
                return column;
            }
        }

        return null;
    }

    /// <summary>The column that a declared fact names, by its member or by its name in formulas; null if there is none.</summary>
    public RowColumn? OtherOf(ColumnFact fact) =>
        fact.Other is { } name ? Columns.Items.FirstOrDefault(c => c.Member.TrimStart('@') == name) ?? Find(name) : null;
}

/// <summary>A static method <c>double F(double, ..)</c> of the model class or the row type.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">How many numbers it takes.</param>
/// <param name="TypeName">The type that declares it, as generated code names it.</param>
/// <param name="Silenced">Diagnostics that naming it causes.</param>
internal sealed record UserFunction(string Name, int Arguments, string TypeName, EquatableArray<string> Silenced);
