namespace GlmmDsl.Gallery.Models;

/// <summary>Four stores.</summary>
internal enum Store
{
    A,
    B,
    C,
    D,
}

/// <summary>The price of an item in a store.</summary>
internal sealed record Price(double Amount, Store Store, string Item);

/// <summary>Do stores differ in price, item for item?</summary>
[LinearMixedModel<Price>("Amount ~ Store + (1 | Item)")]
internal sealed partial class StoresDiffer;

/// <summary>Or do they not?</summary>
[LinearMixedModel<Price>("Amount ~ 1 + (1 | Item)")]
internal sealed partial class StoresAreAlike;

/// <summary>grocery: 10 items in 4 stores, as in the textbook example.</summary>
internal sealed class GroceryExhibit() : Exhibit<Price, StoresDiffer.MlFit>(
    "grocery", f => new(f.Number("price"), f.Level<Store>("store"), f.Text("item")))
{
    public override string Title => "Grocery prices in four stores: two models compared by AIC";

    public override string Case => "grocery_ml";

    public override IEnumerable<string> Remarks()
    {
        StoresAreAlike.MlFit alike = StoresAreAlike.FitMl(Rows);
        // Fits by maximum likelihood of one response compare; the same line on REML fits would not compile.
        string better = Fitted.Aic < alike.Aic ? "stores differ" : "stores are alike";
        return [FormattableString.Invariant($"AIC {Fitted.Aic.Value:F3} with stores, {alike.Aic.Value:F3} without: {better}.")];
    }

    protected override StoresDiffer.MlFit FitRows() => StoresDiffer.FitMl(Rows);
}
