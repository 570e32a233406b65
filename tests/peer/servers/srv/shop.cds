using shop from '../db/schema';

/** The shop, as an application sees it. */
@path : '/odata/v4/shop'
service ShopService {
  type Money { amount : Decimal(15, 4); currency : String(3); }
  type Line  { product : UUID; qty : Integer; note : String; }
  type Quote { total : Money; lines : many Line; rating : shop.Rating; kind : shop.Kind; at : Timestamp; day : Date; }
  @open type Bag { name : String; }

  entity Products as projection on shop.Products actions {
    /** Sets another price, and gives the product back. */
    @Core.Description : 'Reprices the product'
    action   reprice(price : Decimal(15, 4) @mandatory, reason : String) returns Products;
    action   tagAll(tags : many String) returns many String;
    function worth(factor : Decimal, since : Date) returns Decimal;
    function similar(limit : Integer) returns many Products;
    function quote(qty : Integer) returns Quote;
    function nothing() returns Products;
    action   touch();
    action   importAll(in : many $self, names : many String) returns Integer;
    function cheapest(in : many $self, kind : shop.Kind) returns Products;
  };
  entity Reviews as projection on shop.Reviews;
  entity Categories as projection on shop.Categories;
  entity Suppliers as projection on shop.Suppliers;
  entity Orders as projection on shop.Orders actions { action pay(by : String, at : Timestamp) returns Orders; };
  entity OrderItems as projection on shop.OrderItems actions { action pack() returns String; };
  entity Parts as projection on shop.Parts;
  entity Odd as projection on shop.Odd;
  entity ByStamp as projection on shop.ByStamp;
  entity ByDecimal as projection on shop.ByDecimal;
  @cds.query.limit : { default : 20, max : 50 }
  @cds.search : { title }
  entity Pages as projection on shop.Pages;
  entity Notes as projection on shop.Notes;
  @odata.singleton
  entity Config as select from shop.Config;
  @readonly
  entity Countries as projection on shop.Countries;
  @insertonly
  entity Logs as projection on shop.Logs;
  @Capabilities : { DeleteRestrictions.Deletable : false, UpdateRestrictions.Updatable : false, InsertRestrictions.Insertable : true,
     FilterRestrictions.NonFilterableProperties: [name], SortRestrictions.NonSortableProperties : [name], CountRestrictions.Countable: false }
  entity Bags as projection on shop.Bags;
  @odata.draft.enabled
  entity Papers as projection on shop.Papers;
  entity Words as projection on shop.Words;

  /** Places an order in one call. */
  action   placeOrder(buyer : String @mandatory, lines : many Line, express : Boolean, note : String @(Core.OptionalParameter: {DefaultValue: 'none'})) returns Orders;
  action   reset();
  action   echo(id : UUID, text : String, num : Integer, big : Integer64, dec : Decimal(15, 4), dbl : Double, day : Date, tim : Time,
                at : Timestamp, dt : DateTime, bin : Binary(64), flag : Boolean, kind : shop.Kind, rating : shop.Rating, money : Money,
                texts : many String, moneys : many Money) returns String;
  action   pack(bag : Bag) returns String;
  action   fail(code : Integer, text : String, target : String) returns String;
  action   warn() returns String;
  function add(x : Integer, y : Integer) returns Integer;
  function say(text : String, kind : shop.Kind, day : Date, at : Timestamp, id : UUID, big : Integer64, flag : Boolean, dec : Decimal, dbl : Double, tim : Time) returns String;
  function money() returns Money;
  function moneys() returns many Money;
  function texts() returns many String;
  function top(n : Integer) returns many Products;
  function best() returns Products;
  function many(ids : many String, money : Money) returns String;
  function slow(ms : Integer) returns String;
  /** Fifty pages a time, with a link to the next fifty. */
  function leaf(start : Integer) returns many Pages;
  function nobody() returns Products;
  function nobodies() returns many Products;
  function noText() returns String;
  function noTexts() returns many String;
  function sameText(it : String) returns String;
  function sameInt(it : Integer) returns Integer;
  function sameBig(it : Integer64) returns Integer64;
  function sameDec(it : Decimal(31, 10)) returns Decimal(31, 10);
  function sameDbl(it : Double) returns Double;
  function sameDay(it : Date) returns Date;
  function sameTim(it : Time) returns Time;
  function sameAt(it : Timestamp) returns Timestamp;
  function sameId(it : UUID) returns UUID;
  function sameFlag(it : Boolean) returns Boolean;
  action   keepText(it : String) returns String;
  action   keepBig(it : Integer64) returns Integer64;
  action   keepDec(it : Decimal(31, 10)) returns Decimal(31, 10);
  action   keepDbl(it : Double) returns Double;
  action   keepBin(it : Binary(64)) returns Binary(64);
  action   keepAt(it : Timestamp) returns Timestamp;
  action   keepMoney(it : Money) returns Money;
  action   keepTexts(it : many String) returns many String;
  action   keepBigs(it : many Integer64) returns many Integer64;
  action   keepMoneys(it : many Money) returns many Money;
}

annotate ShopService.Products with { modifiedAt @odata.etag };
annotate ShopService.Products with @(Core.Description: 'A thing that can be bought.', Core.LongDescription: 'It has a name in each language, and a price.') {
  name  @Core.Description: 'What the product is called, in the language of the reader.';
  price @Core.Description: 'Price without tax.' @Measures.ISOCurrency: currency_code;
  lasting @Core.Description: 'How long it lasts, as ISO 8601 says it.';
  category @Core.Description: 'Where it stands in the shop.';
};
annotate ShopService.Orders with { modifiedAt @odata.etag };

/** Only for administrators. */
@path : '/odata/v4/admin'
@requires : 'admin'
service AdminService { entity Notes as projection on shop.Notes; entity Logs as projection on shop.Logs; }
