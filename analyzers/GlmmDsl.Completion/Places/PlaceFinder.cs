using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Text;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GlmmDsl.Completion.Places;

/// <summary>Finds out whether a caret is in a text that means something to the library.</summary>
internal static class PlaceFinder
{
    private const string MarkerName = "GlmmDsl.FormulaTextAttribute";
    private const int MostUses = 50;

    /// <summary>The literal or interpolated string that a caret is in; null for any other place.</summary>
    public static ExpressionSyntax? LiteralAt(SyntaxNode root, int position)
    {
        if (position <= root.FullSpan.Start || position > root.FullSpan.End)
        {
            return null;
        }

        SyntaxToken token = root.FindToken(position - 1);
        switch (token.Parent)
        {
            case LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression):
                bool isOpen = token.Text.Length < 2 || token.Text[token.Text.Length - 1] != '"';
                return token.SpanStart < position && (position < token.Span.End || (isOpen && position == token.Span.End)) ? literal : null;
            case InterpolatedStringTextSyntax text:
                return text.Parent as ExpressionSyntax;
            case InterpolatedStringExpressionSyntax interpolated when token == interpolated.StringStartToken && position == token.Span.End:
                return interpolated;
            case InterpolationSyntax hole when token == hole.CloseBraceToken && position == token.Span.End:
                return hole.Parent as ExpressionSyntax;
            default:
                return null;
        }
    }

    /// <summary>The text that a caret is in; null where it is no text of the library's.</summary>
    public static TextAtCaret? Find(SyntaxNode root, SemanticModel model, int position, CancellationToken cancellationToken)
    {
        if (LiteralAt(root, position) is not { } literal || ModelAttributes.Of(model.Compilation) is not { } attributes)
        {
            return null;
        }

        ExpressionSyntax whole = Whole(literal);
        if (MeaningOf(whole, model, attributes, cancellationToken) is not { } found)
        {
            return null;
        }

        FormulaText text = FormulaTextReader.ReadUnfinished(whole, model, cancellationToken);
        return text.OffsetAt(position) is { } offset ? new TextAtCaret(found.Role, text, offset, literal, found.Known) { Names = found.Names } : null;
    }

    /// <summary>The entire expression that a literal is a part of.</summary>
    public static ExpressionSyntax Whole(ExpressionSyntax literal)
    {
        while (literal.Parent is ParenthesizedExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression })
        {
            literal = (ExpressionSyntax)literal.Parent;
        }

        return literal;
    }

    private static (TextRole Role, KnownColumns? Known, IReadOnlyList<ResultName> Names)? MeaningOf(
        ExpressionSyntax whole, SemanticModel model, ModelAttributes attributes, CancellationToken cancellationToken)
    {
        ExpressionSyntax chosen = ChoiceAround(whole);
        return chosen.Parent switch
        {
            AttributeArgumentSyntax { Parent.Parent: AttributeSyntax attribute } argument => InAttribute(attribute, argument, model, attributes, cancellationToken),
            ArgumentSyntax argument => InCall(argument, model, attributes, cancellationToken),
            AssignmentExpressionSyntax assignment when assignment.Right == chosen => InOptions(assignment, model, cancellationToken),
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } =>
                UsesOf(variable, model, cancellationToken).Select(use => MeaningOf(use, model, attributes, cancellationToken)).FirstOrDefault(meaning => meaning is not null),
            _ => null,
        };
    }

    /// <summary>The conditional or switch expression that has a text among its values; else the text itself.</summary>
    private static ExpressionSyntax ChoiceAround(ExpressionSyntax text)
    {
        while (true)
        {
            switch (text.Parent)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    text = parenthesized;
                    break;
                case ConditionalExpressionSyntax conditional when conditional.Condition != text:
                    text = conditional;
                    break;
                case SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax choice } arm when arm.Expression == text:
                    text = choice;
                    break;
                default:
                    return text;
            }
        }
    }

    /// <summary>The expressions of the file that a constant or a variable is a part of, but for other variables: its text has their meaning.</summary>
    private static IEnumerable<ExpressionSyntax> UsesOf(VariableDeclaratorSyntax variable, SemanticModel model, CancellationToken cancellationToken)
    {
        string name = variable.Identifier.ValueText;
        ISymbol? symbol = model.GetDeclaredSymbol(variable, cancellationToken);
        return symbol is IFieldSymbol or ILocalSymbol
            ? variable.SyntaxTree.GetRoot(cancellationToken).DescendantNodes()
                .OfType<IdentifierNameSyntax>()
                .Where(use => use.Identifier.ValueText == name)
                .Take(MostUses)
                .Where(use => SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(use, cancellationToken).Symbol, symbol))
                .Select(use => use.Parent is MemberAccessExpressionSyntax member && member.Name == use ? member : (ExpressionSyntax)use)
                .Select(use => Whole(use.Parent is InterpolationSyntax { Parent: InterpolatedStringExpressionSyntax around } ? around : use))
                .Where(use => ChoiceAround(use).Parent is not EqualsValueClauseSyntax)
            : [];
    }

    /// <summary>Whether an argument is a formula by its parameter's mark; a call that is being written counts by the methods that it could be of.</summary>
    public static bool IsFormula(ArgumentSyntax argument, SemanticModel model, CancellationToken cancellationToken) =>
        argument.Parent is ArgumentListSyntax { Parent: ExpressionSyntax call }
        && model.Compilation.GetTypeByMetadataName(MarkerName) is { } marker
        && Parameters(argument, call, model, cancellationToken).Any(parameter => parameter.GetAttributes().Any(mark => SymbolEqualityComparer.Default.Equals(mark.AttributeClass, marker)));

    private static (TextRole, KnownColumns?, IReadOnlyList<ResultName>)? InAttribute(
        AttributeSyntax attribute, AttributeArgumentSyntax argument, SemanticModel model, ModelAttributes attributes, CancellationToken cancellationToken)
    {
        // The class below an attribute may not be written yet.
        if (model.GetTypeInfo(attribute, cancellationToken).Type is not INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } type
            || !attributes.IsModel(type)
            || RoleOf(argument) is not { } role)
        {
            return null;
        }

        INamedTypeSymbol? declared = attribute.Parent?.Parent is BaseTypeDeclarationSyntax declaration ? model.GetDeclaredSymbol(declaration, cancellationToken) : null;
        return (declared ?? arguments[0] as INamedTypeSymbol) is { } owner
            ? (role, KnownColumns.Of(RowTypeReader.Read(arguments[0], owner), arguments[0], declared, cancellationToken), [])
            : null;
    }

    private static TextRole? RoleOf(AttributeArgumentSyntax argument)
    {
        string? name = argument.NameEquals?.Name.Identifier.ValueText ?? argument.NameColon?.Name.Identifier.ValueText;
        return name is not null ? RoleOfSetting(name)
            : argument.Parent is AttributeArgumentListSyntax list && list.Arguments.IndexOf(argument) == 0 ? TextRole.Formula
            : null;
    }

    private static TextRole? RoleOfSetting(string name) =>
        name switch
        {
            "formula" or "ZeroInflation" or "Dispersion" => TextRole.Formula,
            "Offset" => TextRole.Expression,
            "Weights" or "Trials" => TextRole.Column,
            "Contrasts" => TextRole.Contrasts,
            _ => null,
        };

    private static (TextRole, KnownColumns?, IReadOnlyList<ResultName>)? InCall(ArgumentSyntax argument, SemanticModel model, ModelAttributes attributes, CancellationToken cancellationToken)
    {
        if (IsFormula(argument, model, cancellationToken))
        {
            return (TextRole.Formula, TableColumns.Of(argument, model, cancellationToken), []);
        }

        IReadOnlyList<ResultName> names = ResultNames.Of(argument, model, attributes, cancellationToken);
        return names.Count > 0 ? (TextRole.ResultName, null, names) : null;
    }

    /// <summary>A setting of options: <c>new FitOptions { Dispersion = "~ x" }</c>.</summary>
    private static (TextRole, KnownColumns?, IReadOnlyList<ResultName>)? InOptions(AssignmentExpressionSyntax assignment, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetSymbolInfo(assignment.Left, cancellationToken).Symbol is IPropertySymbol { ContainingType.ContainingNamespace: { Name: "GlmmDsl", ContainingNamespace.IsGlobalNamespace: true } } property
        && RoleOfSetting(property.Name) is { } role
            ? (role, TableColumns.Of(assignment.FirstAncestorOrSelf<ArgumentSyntax>() ?? assignment as SyntaxNode, model, cancellationToken), [])
            : null;

    private static IEnumerable<IParameterSymbol> Parameters(ArgumentSyntax argument, ExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        SymbolInfo info = model.GetSymbolInfo(call, cancellationToken);
        int place = ((ArgumentListSyntax)argument.Parent!).Arguments.IndexOf(argument);
        string? name = argument.NameColon?.Name.Identifier.ValueText;
        return (info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols.AsEnumerable())
            .OfType<IMethodSymbol>()
            .Select(method => name is null ? method.Parameters.ElementAtOrDefault(place) : method.Parameters.FirstOrDefault(parameter => parameter.Name == name))
            .OfType<IParameterSymbol>()
            .Where(parameter => parameter.Type.SpecialType == SpecialType.System_String);
    }
}
