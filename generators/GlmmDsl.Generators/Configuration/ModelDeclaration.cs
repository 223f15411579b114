using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Configuration;

/// <summary>A model class as it was declared: everything that is read from symbols, and nothing else. Equatable; holds no symbol.</summary>
/// <param name="AssemblyName">The assembly it is compiled into.</param>
/// <param name="Namespace">The namespace of the class; empty for the global one.</param>
/// <param name="Containers">The types around the class, outermost first.</param>
/// <param name="Name">The class.</param>
/// <param name="HasOwnConstructor">Whether the user wrote a constructor (or the class is static), so that none may be added.</param>
/// <param name="MemberNames">The members the user wrote in the class, whose names generated members must not use.</param>
/// <param name="HasOverloadPriority">Whether the language version of the class knows <c>[OverloadResolutionPriority]</c>: C# 13.</param>
/// <param name="IsDocumented">Whether its author has documented it.</param>
/// <param name="Row">The row type.</param>
/// <param name="Formula">The formula's text.</param>
/// <param name="Family">The member of <c>Family</c>, empty if the attribute names none; null for a linear model.</param>
/// <param name="Link">The member of <c>Link</c>.</param>
/// <param name="Missing">The member of <c>MissingValues</c>.</param>
/// <param name="Weights">The column of weights.</param>
/// <param name="WeightKind">The member of <c>WeightKind</c>.</param>
/// <param name="Trials">The column of trials.</param>
/// <param name="Offset">The offset's expression.</param>
/// <param name="Contrasts">Codings by column, as written.</param>
/// <param name="ZeroInflation">The formula of the zero inflation.</param>
/// <param name="Dispersion">The formula of the dispersion.</param>
/// <param name="Own">The program's own family; null for one of the library's.</param>
internal sealed record ModelDeclaration(
    string AssemblyName,
    string Namespace,
    EquatableArray<TypeHeader> Containers,
    TypeHeader Name,
    bool HasOwnConstructor,
    EquatableArray<string> MemberNames,
    bool HasOverloadPriority,
    bool IsDocumented,
    RowModel Row,
    string Formula,
    string? Family,
    string Link,
    string Missing,
    string? Weights,
    string WeightKind,
    string? Trials,
    string? Offset,
    string? Contrasts,
    string? ZeroInflation,
    string? Dispersion,
    OwnFamily? Own)
{
    /// <summary>Whether the response has a family and a link, that is, whether the attribute is the one for generalised linear mixed models.</summary>
    public bool IsGeneralized => Family is not null;

    /// <summary>Whether there is one residual variance: with a formula for it a linear model is fitted by maximum likelihood, as a generalised one.</summary>
    public bool HasResidual => Family is null && Dispersion is null;

    /// <summary>The formula of the dispersion that fits have results of: <c>~ 1</c> where the family has one without a formula; null for a family that has none, and for a linear model.</summary>
    public string? ReportedDispersion => Dispersion ?? (FamilyFacts.Of(Family)?.HasDispersion == true ? "~ 1" : null);

    /// <summary>Whether the likelihood is a density, else probabilities; null for a family of the program's own that does not tell.</summary>
    public bool? IsContinuous => Family is null ? true : Own is { } own ? (own.Range is { } range ? FamilyFacts.IsContinuousIn(range) : null) : FamilyFacts.Of(Family)?.IsContinuous;

    /// <summary>The class with namespace and containers, <c>Trials.Study.Trial</c>.</summary>
    public string FullName =>
        string.Join(".", new[] { Namespace }.Where(n => n.Length > 0).Concat(Containers.Items.Select(c => c.Name)).Concat(new[] { Name.Name }));

    /// <summary>The name with the kinds of the types in it: while a program has errors, a namespace and a type, or a class and a record, can have the same name.</summary>
    public string Identity => Namespace + "|" + string.Join("+", Containers.Items.Concat(new[] { Name }).Select(t => t.Keyword + " " + t.Name));
}

/// <summary>A family of the program's own.</summary>
/// <param name="TypeName">The class in generated code; empty where the attribute names none that can be used.</param>
/// <param name="Name">The class in a sentence.</param>
/// <param name="Range">What its responses may be, where that is known.</param>
/// <param name="Fault">Why it cannot be used; null where it can.</param>
internal sealed record OwnFamily(string TypeName, string Name, ResponseRange? Range, string? Fault);

/// <summary>What a partial declaration of a type must repeat: <c>class</c>, <c>record struct</c> and so on, and the name.</summary>
internal sealed record TypeHeader(string Keyword, string Name);
